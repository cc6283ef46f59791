"""What users of kimcore test their own integration with."""
