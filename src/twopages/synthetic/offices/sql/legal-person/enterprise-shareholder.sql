-- who holds which share; holders from abroad, the state and many of the 1990s have no number
select digits(h.id + 1, 9) as INVID, f.key as UNISCID,
    case h.kind when '36' then 'OVERSEAS HOLDINGS ' || digits(f.id + 1, 5) || ' LTD' when '30' then '上海市国有资产监督管理委员会'
        else coalesce(i.name, p.name) end as INV,
    h.kind as INVTYPE, if(h.since < date '2000-01-01' and chance(0.6, 'old holder', h.id), null, coalesce(i.key, p.key)) as CERNO,
    yuan(h.subscribed) as SUBCONAM, percent(h.ratio) as CONPROP, yuan(h.paid) as ACCONAM, h.since as CONDATE, 'I' as OPFLAG
from holding h join firm f on f.id = h.firm left join firm i on i.id = h.investor left join person p on p.id = h.person
order by h.id
