"""A team's week: who works, what a plan rests on, what a person changes in it, and what a change does."""
