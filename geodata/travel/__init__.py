"""Minutes between places: an own road engine where one is set, else the bundled land grid."""
