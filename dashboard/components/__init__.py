"""Data in, picture out: the parts the pages are put together from."""
