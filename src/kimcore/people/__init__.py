"""The record of a household: persons, their histories, relations, applications and handoffs."""
