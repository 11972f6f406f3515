"""What a companion makes of a day while nobody talks: policies, without a model."""
