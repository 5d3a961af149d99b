"""Twelve monthly releases of real events: whether ids hold still and every change is explained."""
