"""The expression language: tests about persons, the facts they read, and the days on which they hold."""
