"""Freeze: the wall between the desk and the compiler: gates, the folder that is written, and its builds."""
