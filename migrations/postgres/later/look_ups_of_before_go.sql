-- After no program runs any more that knows 0026_look_ups_of_applications and not 0027_look_ups_in_one_row.
DROP TABLE look_ups;
