"""From raw files to one new version of the warehouse. Knows no screen."""
