"""What happened to a text, entered as one says it: opened to signature, signed, opposed, advised upon, adhered to."""
