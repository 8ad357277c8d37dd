"""What a visit is worth, how likely it is to reach someone, and the list of sites that are due."""
