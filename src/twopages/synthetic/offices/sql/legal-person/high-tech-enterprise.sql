-- high-tech certificates, with the research expense that they were given for
select f.key as 统一社会信用代码, f.name as 企业名称, l.number as 证书编号, l.until as 有效期止, coalesce(t.technology_sme, false) as 是否科技型中小企业,
    if(b.research > 0, yuan(b.research), null) as 研发费用
from firm_licence l join firm f on f.id = l.holder left join talent t on t.firm = f.id
    left join books b on b.firm = f.id and b.year = year(as_of()) - 1
where l.kind = 'high-tech-certificate'
order by f.id
