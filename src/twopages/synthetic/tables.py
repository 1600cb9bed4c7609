"""The deliveries as tables: each department writes its data sets, and dirt falls on them."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np

from twopages.ontology.model import Dataset, Model
from twopages.synthetic.cells import Cells, Table
from twopages.synthetic.city import City
from twopages.synthetic.dirt import Dirt
from twopages.synthetic.numbers import nobodys_credit
from twopages.synthetic.offices import cards, civil, labour, market, police
from twopages.synthetic.offices.desk import Desk
from twopages.synthetic.soil import soil
from twopages.synthetic.texts import Rng, Streams

OFFICES: Mapping[str, Callable[[Desk], dict[str, Cells]]] = MappingProxyType(
    {
        "household-registration": police.household_registration,
        "household-member": police.household_member,
        "real-population": police.real_population,
        "identity-card": police.identity_card,
        "marriage-registration": civil.marriage_registration,
        "social-insurance-person": labour.social_insurance_person,
        "employment-registration": labour.employment_registration,
        "housing-fund-person": labour.housing_fund_person,
        "hardship-assistance": civil.hardship_assistance,
        "higher-education-record": civil.higher_education_record,
        "person-licence-index": cards.person_licence_index,
        "enterprise-registration": market.enterprise_registration,
        "enterprise-shareholder": market.enterprise_shareholder,
        "enterprise-personnel": market.enterprise_personnel,
        "enterprise-annual-report": market.enterprise_annual_report,
        "tax-credit": market.tax_credit,
        "enterprise-social-insurance": labour.enterprise_social_insurance,
        "administrative-penalty": market.administrative_penalty,
        "enterprise-licence-index": cards.enterprise_licence_index,
        "specialised-sme": market.specialised_sme,
        "electricity-consumption": market.electricity_consumption,
        "standard-address": police.standard_address,
    }
)
UNTOUCHED: Mapping[str, frozenset[str]] = (
    MappingProxyType(  # columns that dirt would turn into something else altogether
        {
            "household-registration": frozenset({"户号"}),
            "identity-card": frozenset({"签发机关"}),
            "electricity-consumption": frozenset({"用电地址"}),
        }
    )
)


def tables(model: Model, city: City, streams: Streams, dirt: Dirt) -> dict[str, Table]:
    """A table for every data set that the model and the departments both know."""
    known = [dataset for dataset in model.datasets.values() if dataset.id in OFFICES]
    return {dataset.id: _table(dataset, model, city, streams, dirt) for dataset in known}


def _table(dataset: Dataset, model: Model, city: City, streams: Streams, dirt: Dirt) -> Table:
    desk = Desk(city, model, dirt, streams(f"office {dataset.id}"))
    written = OFFICES[dataset.id](desk)
    cells = {column.header: written[column.header] for column in dataset.columns}
    count = len(next(iter(cells.values())))
    table = Table(dataset, cells, np.full(count, city.as_of))
    rng = streams(f"rows {dataset.id}")
    _strangers(table, desk, rng)
    soil(table, dirt, streams, city.registrations, UNTOUCHED.get(dataset.id, frozenset()))
    table.copies = np.flatnonzero(rng.random(count) < dirt.duplicate)
    return table


def _strangers(table: Table, desk: Desk, rng: Rng) -> None:
    """Rows about somebody whom the city does not know, where the data set does not itself make its subjects known."""
    for column in table.dataset.columns:
        roles = {target.role for target in column.targets}
        if "subject" not in roles or table.dataset.registers:
            continue
        cells = table.cells[column.header]
        rows = np.flatnonzero((rng.random(len(cells)) < desk.dirt.nobody) & (np.strings.str_len(cells.text) == 18))
        enterprise = column.recipe.kind == "uscc"
        numbers = nobodys_credit(rng, len(rows)) if enterprise else desk.strangers(len(rows))
        cells.text[rows], cells.means[rows] = numbers, numbers
