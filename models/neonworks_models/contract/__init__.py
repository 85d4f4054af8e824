"""The sprite contract (models/DESIGN.md): what every clip keeps, measured and reported in numbers."""
