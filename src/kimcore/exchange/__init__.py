"""Readers and writers of the documents that kimcore exchanges with the world."""
