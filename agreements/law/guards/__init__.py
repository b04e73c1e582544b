"""The guard rails of what is written, wherever it is written: refused, or asked about, in a sentence."""
