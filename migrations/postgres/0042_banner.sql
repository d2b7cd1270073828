-- What the site tells all its visitors for some time: JSON, or nothing. The table has one row, which every node reads.
ALTER TABLE purpose ADD COLUMN banner text COLLATE "C";
