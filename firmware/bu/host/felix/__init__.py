"""FELIX-RMF and FELIX-80K (docs/felix.md)."""
