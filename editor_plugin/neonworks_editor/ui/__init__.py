"""The widget set: a retained tree of widgets, drawn with the API of pygame 2.5.2 and nothing else.

Start with ``widget`` (what a widget is and how to write a new one), ``root`` (what routes events and
repaints) and ``layout`` (rows, columns, grids). ``python -m neonworks_editor.ui.gallery`` shows everything
there is.
"""
