-- enterprises on the list of abnormal operations, and those that have left it
select f.key as UNISCID, f.name as ENTNAME, '沪市监' || d.short || '列〔' || year(s.fell) || '〕' || digits(row_number() over (order by f.id), 6)
    || '号' as 列入决定文号,
    s.abnormal as 是否在列, s.fell as 列入日期,
    pick(['通过登记的住所无法联系', '通过登记的住所无法联系', '未在规定期限内公示年度报告', '未在规定期限内公示年度报告', '公示信息隐瞒真实情况、弄虚作假'], 'abnormal', f.id) as 列入原因,
    if(s.abnormal, null, least(s.fell + whole(60, 700, 'left the list', f.id)::integer, as_of() - 10)) as 移出日期
from standing s join firm f on f.id = s.firm join district d on d.code = f.district where s.was_abnormal
order by f.id
