"""The log for research: what may leave the centre, coarsened until no row can be told from others, and described."""
