-- published tax arrears, one row a tax
select f.key as 统一社会信用代码, f.name as 纳税人名称, t.tax as 欠税税种, yuan(round(b.tax * t.part * (0.3 + draw('arrears', f.id)), 2)) as 欠税余额,
    s.fell as 欠税发生日期, least(s.fell + 90, as_of() - 5) as 公告日期
from standing s join firm f on f.id = s.firm join books b on b.firm = f.id and b.year = year(as_of()) - 1
join (values ('增值税', 0.6), ('企业所得税', 0.3), ('城市维护建设税', 0.05)) t(tax, part) on t.tax = '增值税'
    or (f.category = '1' and chance(0.4, 'arrears of ' || t.tax, f.id))
where s.tax_arrears
order by f.id, t.tax
