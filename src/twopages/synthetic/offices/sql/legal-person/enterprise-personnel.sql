-- directors, supervisors and managers on the register
select f.key as UNISCID, coalesce(p.name, stranger_name('stranger officers', o.id)) as NAME,
    coalesce(p.key, stranger_identity('stranger officers', o.id)) as CERNO, o.position as POSITION_CN, o.since as OFFFROM, o.until as OFFTO,
        'I' as OPFLAG
from officer o join firm f on f.id = o.firm left join person p on p.id = o.person
qualify row_number() over (partition by o.firm, o.person, o.position order by o.id) = 1
order by o.id
