"""Citizen reception: the timetable, the register, bookings, notices of conclusion and of refusal."""
