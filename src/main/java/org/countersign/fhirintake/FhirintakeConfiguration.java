package org.countersign.fhirintake;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.server.IResourceProvider;
import java.time.Clock;
import org.countersign.intake.ResourceIntake;
import org.countersign.resource.EhrServer;
import org.countersign.resource.SubmissionReader;
import org.hl7.fhir.r4.model.Account;
import org.hl7.fhir.r4.model.Appointment;
import org.hl7.fhir.r4.model.ChargeItem;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Invoice;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Task;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Wires the ways by which FHIR resources come in. */
@Configuration(proxyBeanMethods = false)
class FhirintakeConfiguration {

    @Bean
    Door fhirDoor(ResourceIntake intake) {
        return new Door(intake);
    }

    @Bean
    BundleIntake bundleIntake(FhirContext context, SubmissionReader submissions, Door door) {
        return new BundleIntake(context, submissions, door);
    }

    @Bean
    EhrSearch ehrSearch(EhrServer server) {
        return new EhrSearch(server);
    }

    @Bean
    CursorStore fhirCursors(JdbcClient jdbc) {
        return new CursorStore(jdbc);
    }

    @Bean
    NewerResources newerResources(
            EhrSearch ehr,
            SubmissionReader submissions,
            CursorStore cursors,
            Door door,
            Clock clock,
            FhirProperties properties) {
        return new NewerResources(ehr, submissions, cursors, door, clock, properties.overlap());
    }

    @Bean
    FhirPoll fhirPoll(NewerResources newer, FhirProperties properties) {
        return new FhirPoll(newer, properties.poll().criteria());
    }

    @Bean
    @ConditionalOnWebApplication
    ServletRegistrationBean<NotificationServlet> notificationEndpoint(
            FhirContext context,
            EhrSearch ehr,
            NewerResources newer,
            SubmissionReader submissions,
            CursorStore cursors,
            Door door,
            FhirProperties properties,
            Clock clock) {
        var intake = new NotificationIntake(ehr, newer, submissions, cursors, door, properties.subscriptions(), clock);
        var registration = new ServletRegistrationBean<>(new NotificationServlet(context, intake), "/fhir/notify/*");
        registration.setName("fhir-notify");
        return registration;
    }

    @Bean
    IResourceProvider appointmentIntake(FhirContext context, SubmissionReader submissions, Door door) {
        return new IntakeProvider<>(Appointment.class, context, submissions, door);
    }

    @Bean
    IResourceProvider medicationRequestIntake(FhirContext context, SubmissionReader submissions, Door door) {
        return new IntakeProvider<>(MedicationRequest.class, context, submissions, door);
    }

    @Bean
    IResourceProvider taskIntake(FhirContext context, SubmissionReader submissions, Door door) {
        return new IntakeProvider<>(Task.class, context, submissions, door);
    }

    @Bean
    IResourceProvider patientIntake(FhirContext context, SubmissionReader submissions, Door door) {
        return new IntakeProvider<>(Patient.class, context, submissions, door);
    }

    @Bean
    IResourceProvider diagnosticReportIntake(FhirContext context, SubmissionReader submissions, Door door) {
        return new IntakeProvider<>(DiagnosticReport.class, context, submissions, door);
    }

    @Bean
    IResourceProvider encounterIntake(FhirContext context, SubmissionReader submissions, Door door) {
        return new IntakeProvider<>(Encounter.class, context, submissions, door);
    }

    @Bean
    IResourceProvider invoiceIntake(FhirContext context, SubmissionReader submissions, Door door) {
        return new IntakeProvider<>(Invoice.class, context, submissions, door);
    }

    @Bean
    IResourceProvider accountIntake(FhirContext context, SubmissionReader submissions, Door door) {
        return new IntakeProvider<>(Account.class, context, submissions, door);
    }

    @Bean
    IResourceProvider consentIntake(FhirContext context, SubmissionReader submissions, Door door) {
        return new IntakeProvider<>(Consent.class, context, submissions, door);
    }

    @Bean
    IResourceProvider chargeItemIntake(FhirContext context, SubmissionReader submissions, Door door) {
        return new IntakeProvider<>(ChargeItem.class, context, submissions, door);
    }
}
