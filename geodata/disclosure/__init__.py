"""What a municipality may see: frozen quarterly tables in which no small count can be read or worked out."""
