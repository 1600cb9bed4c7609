-- every market entity of the city, deregistered ones included
select f.key as UNISCID, f.name as ENTNAME, f.registration as REGNO, f.kind as ENTTYPE, t.label as ENTTYPE_CN, f.category as ENTCLASS,
    coalesce(h.name, stranger_name('stranger heads', f.id)) as NAME,
    coalesce(h.key, if(chance(0.3, 'head without number', f.id), null, stranger_identity('stranger heads', f.id))) as LEREP_CERNO,
    f.section as INDUSTRYPHY, f.industry as INDUSTRYCO, if(f.capital > 0, yuan(f.capital), null) as REGCAP, f.currency as REGCAPCUR,
    f.established as ESTDATE, f.approved as APPRDATE, f.established as OPFROM, f.until as OPTO, f.state as REGSTATE,
    if(f.active, pick(['开业', '存续', '在业', '正常'], 'state word', f.id), s.label) as REGSTATE_CN, f.revoked as REVDATE, f.cancelled as CANDATE,
    p.text as DOM, f.district as DOMDISTRICT, p.postcode as POSTALCODE, f.phone as TEL,
    f.scope || '。【依法须经批准的项目,经相关部门批准后方可开展经营活动】' as OPSCOPE, '上海市' || d.name || '市场监督管理局' as REGORG_CN,
    updated(700, 'enterprise-registration', f.id) as S_EXT_TIMESTAMP
from firm f join place p on p.id = f.registered join district d on d.code = f.district left join person h on h.id = f.head
left join code t on t.list = 'enterprise-type' and t.id = f.kind left join code s on s.list = 'enterprise-state' and s.id = f.state
order by f.id
