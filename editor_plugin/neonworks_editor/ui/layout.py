"""All containers under one name: rows, columns, cards of ``boxes``; grids, flows, stacks of ``grids``."""

from neonworks_editor.ui.boxes import Card, Column, Row, Separator, Spacer
from neonworks_editor.ui.grids import Flow, Grid, Stack

__all__ = ["Card", "Column", "Flow", "Grid", "Row", "Separator", "Spacer", "Stack"]
