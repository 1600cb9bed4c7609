-- registered changes with the content before and after; one in five of those asked for is a change of name
with asked as (
    select id, unnest(range(if(known, 5, pick([0, 0, 0, 0, 1, 1, 1, 2, 3], 'changes', id)))) as nth from firm
    left join (select firm, known from talent) t on t.firm = id where kind <> '2100' and established < as_of() - 200),
dated as (
    select f.*, a.nth, a.id * 8 + a.nth as die,
        between_days(f.established + 60, least(coalesce(f.cancelled, f.revoked, as_of() - 6), as_of() - 6), 'changed', a.id * 8 + a.nth) as day,
        if(a.nth = 0 and f.category = '1' and chance(0.25, 'renamed', f.id), '名称变更',
            pick(['法定代表人变更', '注册资本变更', '住所变更', '经营范围变更'], 'change', a.id * 8 + a.nth)) as item
    from asked a join firm f on f.id = a.id),
word as (select code, any_value(word order by id) as word from industries group by code)
select d.key as UNISCID, 'BG' || digits(d.die, 10) as ALTID, d.item as ALTITEM,
    case d.item when '名称变更' then '上海' || pick(['旭', '东', '晨', '方', '祥', '昌', '隆', '益', '佳', '永'], 'former first', d.die)
        || pick(['茂', '顺', '发', '旺', '昇', '裕', '兴', '源', '川', '凯'], 'former second', d.die)
            || w.word || '有限公司'
        when '法定代表人变更' then stranger_name('former head', d.die)
            when '注册资本变更' then (greatest(d.capital // 10000 // pick([2, 5, 10], 'former capital', d.die), 1))::varchar || '万元'
        when '住所变更' then o.text else split_part(d.scope, '、', 1) end as ALTBE,
    case d.item when '名称变更' then d.name when '法定代表人变更' then coalesce(h.name, stranger_name('stranger heads', d.id))
        when '注册资本变更' then (d.capital // 10000)::varchar || '万元'
        when '住所变更' then p.text else d.scope end as ALTAF, d.day as ALTDATE
from dated d join word w on w.code = d.industry join place p on p.id = d.registered join place o on o.id = d.operating
    left join person h on h.id = d.head
order by d.die
