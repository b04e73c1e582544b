"""Writing a fact without losing anything: what two people wrote meanwhile, what is sent twice, what is odd."""
