"""Host protocols: thin translations onto the control unit's facade."""
