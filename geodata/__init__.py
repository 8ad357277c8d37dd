"""The domain: places, terms, status and figures. Knows no screen and no raw file."""
