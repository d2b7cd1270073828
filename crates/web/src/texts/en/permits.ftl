# permits
