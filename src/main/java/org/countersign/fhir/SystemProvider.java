package org.countersign.fhir;

/** A HAPI provider of what the endpoint does for no one type: transactions, operations of the base. */
public interface SystemProvider {}
