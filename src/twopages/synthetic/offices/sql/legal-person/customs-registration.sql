-- importers and exporters registered with customs
select customs_number(f.id) as 海关注册编码, f.key as 统一社会信用代码, f.name as 企业名称,
    upper(f.pinyin) || ' (SHANGHAI) CO., LTD.' as 英文名称, coalesce(h.name, stranger_name('liaison', f.id)) as 联系人,
    case when s.trouble > 0.97 then '3' when s.merit > 0.9 and s.trouble < 0.8 then '1' else '2' end as 信用等级,
        least(f.established + whole(30, 900, 'customs', f.id)::integer, as_of() - 10) as 备案日期
from talent t join firm f on f.id = t.firm join standing s on s.firm = f.id left join person h on h.id = f.head where t.trader
order by f.id
