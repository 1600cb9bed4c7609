-- recruitment, tenders, filings, lawsuits and listings bought once for all departments
with listed as (select firm, board, row_number() over (partition by board order by firm) as nth from talent where board not in ('0')),
owner as (select h.firm, first(p.name order by h.ratio desc, h.id) as name from holding h join person p on p.id = h.person
    where h.ratio > 50 group by h.firm)
select f.key as 统一社会信用代码, f.name as 企业名称, if(chance(0.5, 'controller', f.id), o.name, null) as 实际控制人, t.board as 上市状态,
    case l.board when '1' then '609' || digits(l.nth, 3) when '2' then '687' || digits(l.nth, 3) when '3' then '309' || digits(l.nth, 3)
        when '5' then '849' || digits(l.nth, 3) when '6' then '99' || digits(l.nth, 3) end as 证券代码,
    if(chance(0.4, 'website', f.id), ['www.' || f.pinyin || f.id || '.example'], null) as 网址,
        if(chance(0.3, 'website', f.id), ['沪ICP备99' || digits(f.id + 1, 6) || '号'], null) as 网站备案号,
    if(s.trouble > 0.95, 0, floor(w.heads * 0.15 * draw('posts', f.id))::bigint) as 在招岗位数,
        if(chance(0.1, 'tenders', f.id), whole(1, 8, 'tenders won', f.id), 0) as 近一年招投标中标次数,
    if(s.trouble > 0.95, whole(1, 14, 'sued', f.id), if(chance(0.06, 'sued at all', f.id), 1, 0)) as 近一年被告涉诉件数, t.software as 软件著作权数,
    greatest(t.patents + whole(-1, 1, 'patents bought', f.id), 0) as 有效专利数, t.brands as 有效商标数
from talent t join firm f on f.id = t.firm join standing s on s.firm = f.id join staff w on w.firm = f.id left join listed l on l.firm = f.id
    left join owner o on o.firm = f.id
where t.known or f.category = '1' or chance(0.3, 'bought', f.id)
order by f.id
