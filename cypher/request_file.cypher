// A new request for a scenario, or the one that waits or stands already.
MERGE (r:ScenarioRequest {standing: $standing})
ON CREATE SET r += $request
RETURN r {.*} AS request
