"""What texts and acts are called, beside their references and by what they decide."""
