-- what enterprises state or confirm on their own pages
select f.key as 统一社会信用代码, if(chance(0.8, 'states phone', f.id), f.phone, mobile('stated phone', f.id)) as 联系电话,
    'office@' || f.pinyin || f.id || '.example' as 电子邮箱,
    coalesce(h.name, stranger_name('liaison', f.id)) as 联系人, if(chance(0.7, 'states place', f.id), p.text, null) as 经营场所,
        if(chance(0.3, 'states English', f.id), upper(f.pinyin) || ' (SHANGHAI) CO., LTD.', null) as 英文名称,
    if(chance(0.4, 'website', f.id), ['www.' || f.pinyin || f.id || '.example'], null) as 网址,
        updated(200, 'self-declaration-enterprise', f.id) as 更新时间
from firm f join place p on p.id = f.operating left join person h on h.id = f.head left join showcase w on w.firm = f.id
where f.active and (w.firm is not null or chance(0.09, 'states anything', f.id))
order by f.id
