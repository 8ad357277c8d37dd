"""One step a file; a step that has been published is never changed."""
