# officers
