"""The screen. Knows no raw file."""
