package com.example;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;

/** Starts the service and shows it ten pictures; fails when it takes one for another digit. */
public final class AskTheService {
  private static final List<String> NAMES =
      List.of("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine");

  private AskTheService() {}

  /** Takes the model's folder and the folder of the pictures, {@code zero.png} to {@code nine.png}. */
  public static void main(String[] args) throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    try (DigitService service = new DigitService(Path.of(args[0]))) {
      for (int digit = 0; digit < NAMES.size(); digit++) {
        Path picture = Path.of(args[1], NAMES.get(digit) + ".png");
        HttpRequest request =
            HttpRequest.newBuilder(service.uri()).POST(BodyPublishers.ofFile(picture)).build();
        String answer = client.send(request, BodyHandlers.ofString()).body();
        System.out.println(picture + " is a " + answer);
        if (!answer.equals(Integer.toString(digit))) {
          throw new IllegalStateException(picture + " was taken for a " + answer);
        }
      }
    }
  }
}
