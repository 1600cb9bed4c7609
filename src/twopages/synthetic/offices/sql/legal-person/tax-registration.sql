-- tax registrations of firms in operation and of those that have not deregistered
select f.key as 统一社会信用代码, f.name as 纳税人名称, f.state as 纳税人状态, coalesce(h.name, stranger_name('stranger heads', f.id)) as 法定代表人姓名,
    f.established as 开业日期,
    f.section as 行业门类, f.industry as 行业代码, p.text as 注册地址, o.text as 生产经营地址, f.phone as 联系电话, '国家税务总局上海市' || d.name || '税务局' as 主管税务机关,
    if(b.vat_sales > 5000000 or (f.category = '1' and chance(0.2, 'general taxpayer', f.id)), '1', '2') as 纳税人类型,
        f.established + whole(5, 40, 'taxed', f.id)::integer as 登记日期,
    s.abnormal_taxpayer as 是否非正常户
from firm f join standing s on s.firm = f.id join place p on p.id = f.registered join place o on o.id = f.operating
    join district d on d.code = f.district
left join person h on h.id = f.head left join books b on b.firm = f.id and b.year = year(as_of()) - 1
where f.state in ('1', '2') and (f.category <> '2' or chance(0.7, 'trader taxed', f.id))
order by f.id
