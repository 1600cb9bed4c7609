// Whether a department may use a scenario: the request that stands is granted. One row, for speed.
OPTIONAL MATCH (r:ScenarioRequest {standing: $standing})
RETURN coalesce(r.state = 'granted', false) AS granted
