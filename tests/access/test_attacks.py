from pathlib import Path
import time
from tests.access.planted import Planter, PERSONS, FIRMS
from tests.feed.snapshot import empty
from twopages.feed.delivery import feed_directory
from twopages.graph import Store
from twopages.keys import KeyRing
from twopages.ontology.model import Model
from twopages.tags.assign import assign
from twopages.tags.rules import Rules
from twopages.dossier import Dossiers, whole


def test_it(scratch: Store, keys: KeyRing, model: Model, tmp_path: Path) -> None:
    empty(scratch)
    t=time.time()
    p = Planter(model); p.write(tmp_path)
    print('write',time.time()-t, len(p.secrets)); t=time.time()
    reports = feed_directory(scratch, keys, model, tmp_path)
    print('feed',time.time()-t, len(reports))
    t=time.time(); assign(scratch, Rules(model), "2021-06-30"); print('assign',time.time()-t)
    for r in reports:
        if getattr(r,'message',None) : print('REFUSED',r)
        elif r.quarantined or r.waiting or r.relations_waiting or r.cells_failed: print(r.dataset, r.rows,r.quarantined,r.waiting,r.relations_waiting,r.cells_failed)
    print(scratch.read("MATCH (q:Quarantined) RETURN properties(q) as p LIMIT 3"))
    print(scratch.read("MATCH (q:Quarantined)-[]-(b:Batch) RETURN q.reason as r, q.column as c, b.dataset as d, q.header as h, count(*) as n"))
    ds = Dossiers(scratch, keys, model)
    for k,cls in ((PERSONS[0],'Person'),(FIRMS[0],'Enterprise')):
        t=time.time()
        d = ds.read(whole(model, cls, history=True), keys.hash_id("entity", cls, k))
        print(time.time()-t)
        if d is None: print('none'); continue
        print(d.caption, len(d.envelopes), len(model.classes[cls].attributes), sorted(set(model.classes[cls].attributes)-set(d.envelopes)), [ (l.relation,len(p.links)) for p in d.link_pages for l in p.links[:1]], len(d.records))
    print(scratch.read("MATCH (:Person)-[t:TAGGED]->(x) RETURN x.id as id,count(*) as n order by n desc limit 10"))
    assert 0
