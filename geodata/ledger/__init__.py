"""What people write: it lives in a database of its own, and is never lost with the warehouse."""
