"""What the log can teach: effort per result, when people are met, promises kept, what screening yields; with doubt."""
