"""What is to be done next, list by list; every record is on its list or left out of it for a reason that is counted."""
